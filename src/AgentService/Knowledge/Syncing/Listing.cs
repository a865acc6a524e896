namespace AiDesk.Agent.Knowledge.Syncing;

/// <param name="Documents">What the source has, each path once.</param>
/// <param name="IsComplete">These are all: what is absent is gone.</param>
/// <param name="Problems">Why it is not, when it is not.</param>
internal sealed record Listing(IReadOnlyList<ListedDocument> Documents, bool IsComplete, IReadOnlyList<string> Problems)
{
    public static Listing Failed(string problem) => new([], IsComplete: false, [problem]);

    /// <summary>A list that names a document twice, or by no usable name, is not taken for complete.</summary>
    public static Listing Of(IReadOnlyList<ListedDocument> documents, bool isComplete, params IReadOnlyList<string> problems)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var kept = documents.Where(document => ListedDocument.IsPath(document.Path) && paths.Add(document.Path)).ToList();
        return kept.Count == documents.Count
            ? new Listing(kept, isComplete, problems)
            : new Listing(kept, IsComplete: false, [.. problems, "the list names a document twice, or by no usable path"]);
    }
}
