using System.Globalization;
using System.Text;

namespace AiDesk.Agent.Approvals;

/// <summary>
/// How much a person changed: Levenshtein's distance (V. I. Levenshtein, 1966) between grapheme clusters of the texts in NFC, each insertion, deletion and
/// substitution one. Memory grows with the shorter text, time with the product of both once what they share at either end is set aside; texts of a message
/// bound both.
/// </summary>
internal static class EditDistance
{
    public static int Between(string left, string right)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var a = Clusters(left, ids);
        var b = Clusters(right, ids);
        return a.Length < b.Length ? Between(b.AsSpan(), a.AsSpan()) : Between(a.AsSpan(), b.AsSpan());
    }

    private static int Between(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        var shared = rows.CommonPrefixLength(columns);
        rows = rows[shared..];
        columns = columns[shared..];
        while (rows.Length > 0 && columns.Length > 0 && rows[^1] == columns[^1])
        {
            rows = rows[..^1];
            columns = columns[..^1];
        }

        // One row: what stands left of the column is of this row, what is right of it of the one above.
        var costs = new int[columns.Length + 1];
        for (var column = 0; column < costs.Length; column++)
        {
            costs[column] = column;
        }

        for (var row = 0; row < rows.Length; row++)
        {
            var diagonal = costs[0];
            var last = costs[0] = row + 1;
            for (var column = 0; column < columns.Length; column++)
            {
                var above = costs[column + 1];
                last = Math.Min(Math.Min(above, last) + 1, rows[row] == columns[column] ? diagonal : diagonal + 1);
                diagonal = above;
                costs[column + 1] = last;
            }
        }

        return costs[^1];
    }

    private static int[] Clusters(string text, Dictionary<string, int> ids)
    {
        var clusters = new List<int>(text.Length);
        for (var elements = StringInfo.GetTextElementEnumerator(text.Normalize(NormalizationForm.FormC)); elements.MoveNext();)
        {
            var element = elements.GetTextElement();
            if (!ids.TryGetValue(element, out var id))
            {
                ids.Add(element, id = ids.Count);
            }

            clusters.Add(id);
        }

        return [.. clusters];
    }
}
