namespace AiDesk.Agent.Graph;

/// <param name="Answer">Null when there is none.</param>
/// <param name="InputTokens">As the model counts them; policy's estimate when it does not say.</param>
/// <param name="OutputTokens">The same.</param>
/// <param name="Outcome">ok, error, timeout or malformed.</param>
/// <param name="End">The run's outcome without an answer.</param>
internal sealed record ModelCall(ModelAnswer? Answer, int InputTokens, int OutputTokens, string Outcome, string End)
{
    public static ModelCall Failed(int inputTokens, string outcome, string end) => new(null, inputTokens, 0, outcome, end);
}
