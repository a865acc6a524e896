using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Approvals;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>From a held call to the question that is asked anew: what was recorded, at the clock of now.</summary>
internal static class HeldCallMapper
{
    public static ToolCallCheck Map(HeldCall call, PolicySnapshot snapshot, DateTimeOffset now) => new()
    {
        Context = new CallContext
        {
            SessionId = call.SessionId,
            RunId = call.RunId,
            UserId = call.AskedFor,
            Department = call.Department,
            Language = snapshot.Language,
            Mode = (CallMode)call.Mode,
            Now = now,
        },
        CallId = call.CallId,
        Tool = call.Tool,
        Arguments = Encoding.UTF8.GetBytes(call.Arguments),
        EstimatedCost = call.EstimatedCost.ToArray<Amount>(),
        Subject = call.Subject,
    };
}
