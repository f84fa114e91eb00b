import fengari from "fengari";

const { lauxlib, lua, lualib, to_luastring: text } = fengari;

/**
 * A stand-in for Redis that runs scripts: the script itself in a real Lua machine, and of Redis' commands the three that
 * it calls. It is no Redis: that the script runs there was tried by hand, with Redis 6.2 and both clients.
 */
export class ScriptRedis {
  readonly hashes: Map<string, Map<string, string>> = new Map();
  readonly expiries: Map<string, number> = new Map();
  commands = 0;

  /** Answers one command, or throws what Redis would answer as an error. */
  command(words: readonly string[]): readonly string[] {
    this.commands += 1;
    const [name, script = "", keyCount = "0", ...rest] = words;
    if (name !== "EVAL") throw new Error(`ERR unknown command '${name ?? ""}'`);
    const keys = rest.slice(0, Number(keyCount));
    const state = lauxlib.luaL_newstate();
    lualib.luaL_openlibs(state);
    pushTexts(state, keys);
    lua.lua_setglobal(state, text("KEYS"));
    pushTexts(state, rest.slice(keys.length));
    lua.lua_setglobal(state, text("ARGV"));
    lua.lua_newtable(state);
    lua.lua_pushcfunction(state, (called) => this.#call(called));
    lua.lua_setfield(state, -2, text("call"));
    lua.lua_setglobal(state, text("redis"));
    const failed = lauxlib.luaL_loadstring(state, text(script)) || lua.lua_pcall(state, 0, 1, 0);
    if (failed) throw new Error(`ERR ${lua.lua_tojsstring(state, -1)}`);
    return Array.from({ length: lua.lua_rawlen(state, -1) }, (_, i) => {
      lua.lua_rawgeti(state, -1, i + 1);
      const answer = lua.lua_tojsstring(state, -1);
      lua.lua_pop(state, 1);
      return answer;
    });
  }

  #call(state: ReturnType<typeof lauxlib.luaL_newstate>): number {
    const words = Array.from({ length: lua.lua_gettop(state) }, (_, i) => lua.lua_tojsstring(state, i + 1));
    const [name, key = "", ...rest] = words;
    const hash = this.hashes.get(key) ?? new Map<string, string>();
    if (name === "HMGET") {
      lua.lua_createtable(state, rest.length, 0);
      for (const [i, field] of rest.entries()) {
        const value = hash.get(field);
        if (value === undefined) lua.lua_pushboolean(state, false);
        else lua.lua_pushstring(state, text(value));
        lua.lua_rawseti(state, -2, i + 1);
      }
      return 1;
    }
    if (name === "HSET") {
      for (let i = 0; i < rest.length; i += 2) hash.set(rest[i]!, rest[i + 1]!);
      this.hashes.set(key, hash);
    } else if (name === "PEXPIRE") this.expiries.set(key, Number(rest[0]));
    else throw new Error(`the stand-in has no ${name ?? ""}`);
    lua.lua_pushnil(state);
    return 1;
  }
}

function pushTexts(state: ReturnType<typeof lauxlib.luaL_newstate>, texts: readonly string[]): void {
  lua.lua_createtable(state, texts.length, 0);
  for (const [i, each] of texts.entries()) {
    lua.lua_pushstring(state, text(each));
    lua.lua_rawseti(state, -2, i + 1);
  }
}
