namespace AiDesk.Policy.Policies;

/// <summary>One thing that is wrong (or, as a warning, worth a look) in a policy document.</summary>
/// <param name="File">The document, relative to the policies directory, with forward slashes.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
/// <param name="Path">Where in the document, as <c>tools.send_message.level</c> or <c>limits[2].rate</c>; empty for the document as a whole.</param>
/// <param name="Problem">What is wrong and what would be right, in English.</param>
public readonly record struct PolicyError(string File, int Line, int Column, string Path, string Problem)
{
    /// <summary><c>file:line:column: path: problem</c>, the form that editors can jump from.</summary>
    public override string ToString() =>
        Path.Length == 0 ? $"{File}:{Line}:{Column}: {Problem}" : $"{File}:{Line}:{Column}: {Path}: {Problem}";
}
