using System.Globalization;

namespace AiDesk.Policy.Service.Records.Files;

/// <summary>
/// The files of records: <c>records.jsonl</c>, which is written, and those that are full, numbered in the order in which they were. A file keeps its place:
/// the one that is written has the number that it will have.
/// </summary>
internal sealed class RecordFolder(string folder)
{
    public string Current { get; } = Path.Combine(folder, "records.jsonl");

    public string PathOf(int number) => Path.Combine(folder, FormattableString.Invariant($"records-{number:D6}.jsonl"));

    /// <summary>Of the full files, ascending.</summary>
    public List<int> Numbers() => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, "records-*.jsonl").Select(NumberOf).Where(number => number > 0).Order()];

    /// <summary>All files, newest first, each with its number.</summary>
    public IEnumerable<(int Number, string Path)> Newest()
    {
        var numbers = Numbers();
        if (File.Exists(Current))
        {
            yield return (numbers.Count == 0 ? 1 : numbers[^1] + 1, Current);
        }

        foreach (var number in Enumerable.Reverse(numbers))
        {
            yield return (number, PathOf(number));
        }
    }

    private static int NumberOf(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path).AsSpan("records-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
