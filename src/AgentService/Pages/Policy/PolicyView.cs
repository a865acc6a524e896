using AiDesk.Agent.Policy;
using AiDesk.Policy.V1;
using Google.Protobuf.Collections;

namespace AiDesk.Agent.Pages.Policy;

/// <summary>Answers of the policy service, as the page shows them.</summary>
internal static class PolicyView
{
    public const string Document = "policy.yaml";

    private const string Bases = "_base/";

    public static ShownPolicy Of(GetPolicyResponse policy, IEnumerable<PolicyVersion> versions) => new(
        policy.Version, policy.InForce, policy.ReadTime?.ToDateTimeOffset(), versions.FirstOrDefault(version => version.Version == policy.Version)?.Author ?? "",
        [.. policy.Documents.OrderBy(document => document.Path != Document).ThenBy(document => document.Path, StringComparer.Ordinal).Select(document => (document.Path, document.Text))],
        Problems(policy.Errors), Problems(policy.Warnings));

    public static VersionLine Of(PolicyVersion version) => new(
        version.Sequence, version.Version, version.Origin.ToString().ToLowerInvariant(), version.CreateTime.ToDateTimeOffset(), version.Author, version.Note, version.InForce);

    public static IReadOnlyList<ProblemLine> Problems(RepeatedField<PolicyProblem> problems) =>
        [.. problems.Select(problem => new ProblemLine(problem.File, problem.Line, problem.Column, problem.Path, problem.Problem))];

    public static ReplayResult Of(ReplayDecisionsResponse replay) => new(
        replay.Replayed,
        [
            .. replay.Flips.Select(flip => new FlipLine(
                flip.DecisionId, flip.EvaluationTime.ToDateTimeOffset(), flip.Rpc, flip.Tool, Side(flip.Before), Side(flip.After), [.. flip.Assumed])),
        ],
        [.. replay.NotReplayable.Select(cause => (cause.Cause, cause.Count))],
        replay.NextPageToken.Length > 0);

    /// <summary>The documents in force with another policy.yaml; bases are the service's own and are not sent back.</summary>
    public static IReadOnlyList<PolicyDocument> With(GetPolicyResponse policy, string text) =>
    [
        new PolicyDocument { Path = Document, Text = text },
        .. policy.Documents.Where(document => document.Path != Document && !document.Path.StartsWith(Bases, StringComparison.Ordinal)),
    ];

    public static string TextOf(GetPolicyResponse policy) => policy.Documents.FirstOrDefault(document => document.Path == Document)?.Text ?? "";

    private static (string Verdict, string Reason) Side(ReplayedDecision side) => (PolicyWords.Of(side.Verdict), PolicyWords.Of(side.Reason));
}
