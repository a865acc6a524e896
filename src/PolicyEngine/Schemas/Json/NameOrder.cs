namespace AiDesk.Policy.Schemas.Json;

/// <summary>The order of member names in canonical JSON: by UTF-16 code units (RFC 8785, 3.2.3), compared over UTF-8.</summary>
internal static class NameOrder
{
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var same = left.CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        return Rank(left[same]).CompareTo(Rank(right[same]));
    }

    // Only characters above U+FFFF sort differently: their surrogates (D800-DFFF) come before U+E000-U+FFFF, whose first bytes are EE and EF.
    private static int Rank(byte first) => first is 0xEE or 0xEF ? first + 0x10 : first;

    /// <summary>Sorts name tokens: insertion for few, heap for many (no recursion, no allocation, n log n whatever the names).</summary>
    public static void Sort(JsonIndex json, Span<int> names)
    {
        if (names.Length > 24)
        {
            HeapSort(json, names);
            return;
        }

        for (var i = 1; i < names.Length; i++)
        {
            var name = names[i];
            var to = i;
            while (to > 0 && Compare(json.Text(names[to - 1]), json.Text(name)) > 0)
            {
                names[to] = names[to - 1];
                to--;
            }

            names[to] = name;
        }
    }

    private static void HeapSort(JsonIndex json, Span<int> names)
    {
        for (var root = (names.Length / 2) - 1; root >= 0; root--)
        {
            Sink(json, names, root);
        }

        for (var end = names.Length - 1; end > 0; end--)
        {
            (names[0], names[end]) = (names[end], names[0]);
            Sink(json, names[..end], 0);
        }
    }

    private static void Sink(JsonIndex json, Span<int> heap, int root)
    {
        while (true)
        {
            var child = (root * 2) + 1;
            if (child >= heap.Length)
            {
                return;
            }

            if (child + 1 < heap.Length && Compare(json.Text(heap[child]), json.Text(heap[child + 1])) < 0)
            {
                child++;
            }

            if (Compare(json.Text(heap[root]), json.Text(heap[child])) >= 0)
            {
                return;
            }

            (heap[root], heap[child]) = (heap[child], heap[root]);
            root = child;
        }
    }
}
