namespace AiDesk.Evaluation.Scoring;

/// <summary>Judges one text as the service does, with the thresholds that are shipped. Not thread-safe: it holds working memory.</summary>
internal interface ITextScorer
{
    /// <summary>The label of the rows that should be found; the other label is <see cref="Labels.Benign"/>.</summary>
    string PositiveLabel { get; }

    TextScore Score(string text);
}

/// <param name="Value">Higher is more certain; only the order counts.</param>
/// <param name="Outcome">What the shipped thresholds make of it.</param>
internal readonly record struct TextScore(double Value, ScoreOutcome Outcome);

internal enum ScoreOutcome
{
    /// <summary>Passed.</summary>
    Pass,

    /// <summary>Noted, and of untrusted text cut; the message goes on.</summary>
    Flag,

    /// <summary>Refused; of a reply, refused or redacted.</summary>
    Deny,
}

internal static class Labels
{
    public const string Benign = "benign";
}
