using AiDesk.Agent.V1;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <param name="Path">In the source, with forward slashes.</param>
/// <param name="Text">Its text; null when it could not be read, and then <paramref name="Problem"/> says why.</param>
/// <param name="Format">How to read it.</param>
/// <param name="Problem">For people.</param>
internal sealed record ListedDocument(string Path, string? Text, DocumentFormat Format, string Problem = "");

/// <param name="Documents">What the source has.</param>
/// <param name="IsComplete">These are all: what is absent is gone.</param>
/// <param name="Problems">Why it is not, when it is not.</param>
internal sealed record Listing(IReadOnlyList<ListedDocument> Documents, bool IsComplete, IReadOnlyList<string> Problems);
