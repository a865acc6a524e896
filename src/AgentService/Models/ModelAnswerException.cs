namespace AiDesk.Agent.Models;

/// <summary>What the model gave is no answer.</summary>
/// <param name="isEndless">It did not stop where it had to; otherwise it was not well-formed.</param>
/// <param name="message">For logs; no text of the answer.</param>
/// <param name="inner">What was thrown, when something was.</param>
internal sealed class ModelAnswerException(bool isEndless, string message, Exception? inner = null) : Exception(message, inner)
{
    public bool IsEndless => isEndless;
}
