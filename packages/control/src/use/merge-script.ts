/**
 * Lays stretches of use over what Redis counts, as `layOver` does here, and gives the counts that came of it. Redis runs
 * a script as one step, so that no two processes count the same minute.
 *
 * A key per stretch, the same one more than once where a subject has several; arguments: the pause, the time to live, the
 * sender's time, and for each stretch its two ends, all in milliseconds. Times go in and out as decimal texts: a number that Lua turns into
 * a text by itself may lose digits.
 */
export const MERGE_SCRIPT = `
local DAY = 86400000.0
local SHANGHAI = 28800000.0
local pause = tonumber(ARGV[1])
local sent = tonumber(ARGV[3])
local answers = {}
for i, key in ipairs(KEYS) do
  local from = tonumber(ARGV[2 * i + 2])
  local to = tonumber(ARGV[2 * i + 3])
  local stored = redis.call('HMGET', key, 'day', 'today', 'continuous', 'last')
  local day, today = tonumber(stored[1] or ''), tonumber(stored[2] or '')
  local continuous, last = tonumber(stored[3] or ''), tonumber(stored[4] or '')
  local known = day and today and continuous and last
  if not (known and to <= last and last - sent < pause) then
    local now = math.floor((to + SHANGHAI) / DAY)
    local midnight = now * DAY - SHANGHAI
    if not known or day ~= now then today = 0 end
    if known and to <= last then
      today = math.min(today, to - midnight)
    else
      local goesOn = known and from - last < pause
      local start = goesOn and last or from
      today = math.min(today + to - start, to - midnight)
      continuous = (goesOn and continuous or 0) + to - start
    end
    day, last = now, to
    redis.call('HSET', key, 'day', string.format('%.0f', day), 'today', string.format('%.0f', today),
      'continuous', string.format('%.0f', continuous), 'last', string.format('%.0f', last))
    redis.call('PEXPIRE', key, ARGV[2])
  end
  answers[#answers + 1] = string.format('%.0f %.0f %.0f %.0f', day, today, continuous, last)
end
return answers
`;
