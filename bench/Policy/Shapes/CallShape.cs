using AiDesk.Policy.V1;
using Google.Protobuf;
using Grpc.Core;

namespace AiDesk.Bench.Policy.Shapes;

/// <summary>One kind of call that is measured, and what it must answer for the measurement to mean anything.</summary>
/// <param name="Name">As the report says it.</param>
/// <param name="Script">What the echo's text is made of.</param>
/// <param name="Request">The request of a sequence number; no two are the same.</param>
/// <param name="AskAsync">Sends it and gives the decision with the whole answer.</param>
/// <param name="AddedMicroseconds">Target: server CPU that the decision adds to the echo, microseconds a call.</param>
internal sealed record CallShape(
    string Name,
    string Script,
    Func<long, IMessage> Request,
    Func<PolicyService.PolicyServiceClient, IMessage, CallOptions, Task<(Decision Decision, IMessage Answer)>> AskAsync,
    double AddedMicroseconds);
