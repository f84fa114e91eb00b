-- A second order of the decisions, by sequence number: which numbers of a writer are stored. Takes no time; rows from
-- before are found without it, at the cost of reading three columns of them all, until 0009 is through.
--
-- Measured on 200,000 decisions of ten writers. Rows read for 4,096 numbers of one: 6,144, without it 200,000; for one
-- number: 2,048, without it 146,880; for a page of 1,000 gaps: 22,336, without it 152,880. It takes 4.2 bytes a row
-- where a row takes 310, and no time that shows in an insert. Skipping indexes were measured, too: minmax on seq with a
-- bloom filter on writer reads 191,808 rows for the 4,096 numbers, because the writers' numbers lie across each other; a
-- bloom filter on writer, epoch and seq by the 256 reads 8,193, and takes next to nothing, but every granule's filter is
-- asked for every number, which is too much for all gaps of a large table.
-- DELETE FROM is refused with a projection (344), unless it is told what to do with it; ALTER TABLE … DELETE works.
ALTER TABLE {database}.decisions {on_cluster}
  ADD PROJECTION IF NOT EXISTS by_sequence (SELECT writer, epoch, seq ORDER BY writer, epoch, seq)
