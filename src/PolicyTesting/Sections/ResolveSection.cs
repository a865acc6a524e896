using System.Text.Json;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary><c>approve:</c> and <c>reject:</c> of a step.</summary>
internal static class ResolveSection
{
    private static readonly PolicyKey<NameReference> Step = new("step", new NameReferenceShape("an earlier step"), "The step that was held.") { Required = true };
    private static readonly PolicyKey<NameReference> By = new("by", new NameReferenceShape("one of principals"), "Who decides.") { Required = true };

    public static RecordShape<ResolveAction> Approve { get; } = Of(approves: true);

    public static RecordShape<ResolveAction> Reject { get; } = Of(approves: false);

    private static RecordShape<ResolveAction> Of(bool approves)
    {
        var standard = approves ? ApprovalOutcome.Approved : ApprovalOutcome.Rejected;
        var state = new PolicyKey<ApprovalOutcome>("state", Choice.Of(ApprovalOutcome.Unavailable, ApprovalOutcome.Fine, ApprovalOutcome.Problem), "What the word is expected to come to.")
        {
            Default = standard,
            DefaultText = JsonNamingPolicy.SnakeCaseLower.ConvertName(standard.ToString()),
        };
        return new RecordShape<ResolveAction>(
            approves ? "cases[].steps[].approve" : "cases[].steps[].reject",
            approves ? "A person approves what an earlier step left held." : "A person rejects what an earlier step left held.",
            [Step, By, state],
            resolve => new ResolveAction { Approves = approves, Step = resolve.Get(Step), By = resolve.Get(By), State = resolve.Get(state) },
            isWhole: true);
    }
}
