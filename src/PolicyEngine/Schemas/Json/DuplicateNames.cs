using System.Buffers;

namespace AiDesk.Policy.Schemas.Json;

/// <summary>A name twice in one object: readers disagree on which one counts, so neither does.</summary>
internal static class DuplicateNames
{
    /// <summary>Up to this many names are compared pairwise, by hash first; more are sorted.</summary>
    private const int Few = 16;

    public static bool None(JsonIndex json, int opened, out ArgumentFault fault)
    {
        fault = default;
        var count = json.At(opened).Length;
        if (count < 2)
        {
            return true;
        }

        var duplicate = count <= Few ? AmongFew(json, opened) : AmongMany(json, opened, count);
        if (duplicate < 0)
        {
            return true;
        }

        fault = new ArgumentFault(JsonPath.Of(json, duplicate), "is there twice");
        return false;
    }

    private static int AmongFew(JsonIndex json, int opened)
    {
        Span<int> names = stackalloc int[Few];
        var seen = 0;
        var end = json.At(opened).Link;
        for (var name = opened + 1; name < end; name = json.After(name + 1))
        {
            var hash = json.At(name).Link;
            for (var i = 0; i < seen; i++)
            {
                if (json.At(names[i]).Link == hash && json.Text(names[i]).SequenceEqual(json.Text(name)))
                {
                    return name;
                }
            }

            names[seen++] = name;
        }

        return -1;
    }

    private static int AmongMany(JsonIndex json, int opened, int count)
    {
        var rented = ArrayPool<int>.Shared.Rent(count);
        try
        {
            var names = rented.AsSpan(0, count);
            Members.Names(json, opened, names);
            NameOrder.Sort(json, names);
            for (var i = 1; i < count; i++)
            {
                if (json.Text(names[i - 1]).SequenceEqual(json.Text(names[i])))
                {
                    return Math.Max(names[i - 1], names[i]);
                }
            }

            return -1;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }
}
