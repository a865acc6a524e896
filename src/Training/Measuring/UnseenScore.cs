using AiDesk.Training.Fitting;

namespace AiDesk.Training.Measuring;

/// <summary>What weights that never saw the text's source say of it.</summary>
/// <param name="Example">The text.</param>
/// <param name="Wording">The learned score, bias included.</param>
internal readonly record struct UnseenScore(Example Example, double Wording);
