namespace AiDesk.Policy.Tests.Policies;

/// <summary>One case of a folder Broken: a document and the errors that it states of itself.</summary>
public sealed record BrokenDocument(string Name, string Document, IReadOnlyList<ExpectedError> Expected)
{
    /// <param name="folder">Relative to the repository; its text files hold cases, each after a line that begins with three equals signs and names it.</param>
    public static IReadOnlyList<BrokenDocument> In(string folder) =>
        [.. Directory.EnumerateFiles(Repository.Path(folder), "*.txt").Order(StringComparer.Ordinal).SelectMany(Read)];

    public override string ToString() => Name;

    private static IEnumerable<BrokenDocument> Read(string file)
    {
        foreach (var part in File.ReadAllText(file).Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            var document = part[(end + 1)..];
            yield return new BrokenDocument($"{Path.GetFileNameWithoutExtension(file)}: {part[..end]}", document, ExpectedError.Of(document));
        }
    }
}
