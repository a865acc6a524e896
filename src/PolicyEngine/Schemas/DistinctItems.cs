using System.Buffers;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas;

/// <summary><c>uniqueItems</c>: few items pairwise, many sorted by hash; items whose hashes were made to collide cost steps, which are bounded.</summary>
internal static class DistinctItems
{
    private const int Few = 8;

    public static bool Check(ref SchemaRun run, int token)
    {
        var count = run.Json.At(token).Length;
        if (count < 2)
        {
            return true;
        }

        if (count > Few)
        {
            return AmongMany(ref run, token, count);
        }

        Span<int> items = stackalloc int[Few];
        items = items[..count];
        Fill(run.Json, token, items);
        return Distinct(ref run, items);
    }

    private static bool AmongMany(ref SchemaRun run, int token, int count)
    {
        var items = ArrayPool<int>.Shared.Rent(count);
        var hashes = ArrayPool<ulong>.Shared.Rent(count);
        try
        {
            Fill(run.Json, token, items.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                hashes[i] = JsonHash.Of(run.Json, items[i], ref run.Steps);
            }

            hashes.AsSpan(0, count).Sort(items.AsSpan(0, count));
            for (var from = 0; from < count;)
            {
                var to = from + 1;
                while (to < count && hashes[to] == hashes[from])
                {
                    to++;
                }

                if (!Distinct(ref run, items.AsSpan(from, to - from)))
                {
                    return false;
                }

                from = to;
            }

            return true;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(items);
            ArrayPool<ulong>.Shared.Return(hashes);
        }
    }

    private static void Fill(JsonIndex json, int token, Span<int> items)
    {
        var item = token + 1;
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = item;
            item = json.After(item);
        }
    }

    private static bool Distinct(ref SchemaRun run, ReadOnlySpan<int> items)
    {
        for (var i = 1; i < items.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (JsonEquality.Same(run.Json, items[i], run.Json, items[j], ref run.Steps))
                {
                    return false;
                }

                if (run.Exhausted)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
