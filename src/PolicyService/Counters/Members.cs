using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>The values of one run or session.</summary>
internal sealed class MemberEntry : CounterEntry
{
    public readonly MemberTable Table = new();

    /// <summary>Id of the key that the values were hashed under.</summary>
    public ulong Key;

    /// <summary>Values were lost: what is not found may have been there.</summary>
    public bool Incomplete;
}

/// <summary>Which values a run or session holds, and in which sets. Nothing is forgotten to make room: what does not fit makes the sets incomplete, for good.</summary>
internal static class Members
{
    /// <summary>Most values of one run or session.</summary>
    public const int Limit = 4096;

    /// <summary>Places of a table that take the room of one counter.</summary>
    public const int PlacesPerSlot = 32;

    public static void Check(in CounterOperation operation, CounterBatch batch, MemberEntry? entry, ref CounterReading reading)
    {
        reading.State = CounterState.Ok;
        reading.Remaining = Limit - (entry?.Table.Count ?? 0);
        if (entry is null)
        {
            return;
        }

        var known = entry.Key == operation.MemberKey;
        if ((operation.MemberOf | operation.MemberUnless) == MemberSets.None)
        {
            reading.State = known && !entry.Incomplete ? CounterState.Ok : CounterState.Incomplete;
            return;
        }

        var doubtful = Ask(operation, batch, known ? entry.Table : null, ref reading) && operation.MemberOf != MemberSets.None;
        reading.State = reading.Used > 0 ? CounterState.Over : doubtful && (!known || entry.Incomplete) ? CounterState.Incomplete : CounterState.Ok;
    }

    /// <summary>True when some value is not excused: had sets been lost, it could be one of theirs.</summary>
    private static bool Ask(in CounterOperation operation, CounterBatch batch, MemberTable? table, ref CounterReading reading)
    {
        var answers = batch.Readings.Members;
        var digests = batch.Members.Digests;
        answers.Reserve(digests.Length);
        var missing = false;
        for (var i = operation.MemberStart; i < operation.MemberStart + operation.MemberCount; i++)
        {
            var sets = table?.Find(digests[i]) ?? MemberSets.None;
            if ((sets & operation.MemberUnless) != 0)
            {
                answers.Add(i, sets);
                continue;
            }

            missing = true;
            if (sets != MemberSets.None)
            {
                answers.Add(i, sets);
                reading.Used += (sets & operation.MemberOf) != 0 ? 1 : 0;
            }
        }

        return missing;
    }

    /// <summary>Some value of the operation is to be put into a set.</summary>
    public static bool Writes(in CounterOperation operation, CounterBatch batch) =>
        operation.MemberTruncated
        || batch.Members.Sets.Slice(operation.MemberStart, operation.MemberCount).ContainsAnyExcept(MemberSets.None);

    /// <summary>Puts the values into their sets: those that make an answer milder only when the caller <paramref name="goesOn"/>.</summary>
    public static void Write(in CounterOperation operation, CounterBatch batch, MemberEntry entry, EntryTable entries, bool goesOn, long now, ref CounterReading reading)
    {
        if (entry.Key != operation.MemberKey)
        {
            entry.Incomplete |= entry.Table.Count > 0;
            entry.Table.Clear();
            entry.Key = operation.MemberKey;
        }

        entry.Incomplete |= operation.MemberTruncated;
        var digests = batch.Members.Digests;
        var allowed = goesOn ? ~MemberSets.None : ~MemberSets.Milder;
        for (var i = operation.MemberStart; i < operation.MemberStart + operation.MemberCount; i++)
        {
            var sets = batch.Members.Sets[i] & allowed;
            if (sets == MemberSets.None)
            {
                continue;
            }

            if (HasRoom(digests[i], entry, entries))
            {
                entry.Table.Add(digests[i], sets);
                reading.Written = true;
            }
            else
            {
                entry.Incomplete = true;
            }
        }

        entry.ExpiresAt = Math.Max(entry.ExpiresAt, Saturating.Add(now, Math.Max(0, operation.WindowMs)));
        reading.Remaining = Limit - entry.Table.Count;
        if (entry.Incomplete && reading.State == CounterState.Ok)
        {
            reading.State = CounterState.Incomplete;
        }
    }

    private static bool HasRoom(ulong digest, MemberEntry entry, EntryTable entries)
    {
        var table = entry.Table;
        var places = MemberTable.PlacesFor(table.Count + 1);
        if (places <= table.Places && table.Count < Limit)
        {
            return true;
        }

        // A value that is there already needs no room.
        return table.Find(digest) != MemberSets.None || (table.Count < Limit && entries.TryWiden(entry, places / PlacesPerSlot));
    }
}
