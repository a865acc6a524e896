using AiDesk.Policy.V1;
using Google.Protobuf;
using Grpc.Core;

namespace AiDesk.CommandLine.Checks.Questions;

/// <summary>What one kind of check asks about a text.</summary>
internal interface IQuestion
{
    /// <summary>The label of rows that the check ought to catch; null when labelled rows cannot be scored for this check.</summary>
    string? PositiveLabel { get; }

    Task<Answer> AskAsync(PolicyService.PolicyServiceClient client, Subject subject, CallOptions options);
}

/// <param name="Text">What is judged.</param>
/// <param name="Context">The call's context; the question takes it over.</param>
/// <param name="Tool">The row's own tool; null takes the command's.</param>
internal readonly record struct Subject(string Text, CallContext Context, string? Tool = null);

/// <param name="Response">The whole answer.</param>
/// <param name="Decision">The decision in it.</param>
/// <param name="Caught">The check saw what labelled rows are labelled for, surely enough to act on it.</param>
/// <param name="Reservation">What the answer holds of a budget; null when nothing.</param>
internal sealed record Answer(IMessage Response, Decision Decision, bool Caught, Reservation? Reservation = null);
