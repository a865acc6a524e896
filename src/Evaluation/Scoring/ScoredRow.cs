using AiDesk.Evaluation.Rows;

namespace AiDesk.Evaluation.Scoring;

/// <param name="Row">The text and what is known of it.</param>
/// <param name="Score">What the detector said.</param>
/// <param name="IsPositive">It should have been found.</param>
internal readonly record struct ScoredRow(Row Row, TextScore Score, bool IsPositive);

/// <param name="File">As it was named.</param>
/// <param name="Rows">In the file's order.</param>
/// <param name="MicrosecondsPerText">Mean time of one judgement, on one thread, after a first pass that is not counted; null without rows.</param>
internal sealed record ScoredFile(string File, IReadOnlyList<ScoredRow> Rows, double? MicrosecondsPerText);
