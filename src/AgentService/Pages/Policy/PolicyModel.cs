namespace AiDesk.Agent.Pages.Policy;

/// <param name="IsAway">The policy service does not answer.</param>
/// <param name="Shown">The policy in force, or an older one that was asked for; null when it is away.</param>
/// <param name="InForce">Version in force.</param>
/// <param name="Versions">That were in force before, newest first; none where policies come from files.</param>
/// <param name="Next">Token of more versions; may be empty.</param>
/// <param name="IsLater">Not the newest versions.</param>
/// <param name="MayPut">Policies are kept by the policy service, so that one can be brought into force from here.</param>
/// <param name="Candidate">What a person would have instead; null before they gave one.</param>
/// <param name="CandidateText">What stands in the field.</param>
public sealed record PolicyModel(
    bool IsAway, ShownPolicy? Shown, string InForce, IReadOnlyList<VersionLine> Versions, string Next, bool IsLater, bool MayPut, CandidateResult? Candidate, string CandidateText)
{
    public static PolicyModel Away(string candidate) => new(true, null, "", [], "", false, false, null, candidate);
}

/// <param name="Version">16 hexadecimal digits: the beginning of the hash of its documents.</param>
/// <param name="IsInForce">Not an older one.</param>
/// <param name="ReadTime">When its files were last found changed; null where that is not known.</param>
/// <param name="Author">Who brought it into force; empty for files.</param>
/// <param name="Documents">Path and text.</param>
/// <param name="Errors">Why the newest files are not in force; empty when they are.</param>
/// <param name="Warnings">Valid, and probably not meant.</param>
public sealed record ShownPolicy(
    string Version, bool IsInForce, DateTimeOffset? ReadTime, string Author, IReadOnlyList<(string Path, string Text)> Documents, IReadOnlyList<ProblemLine> Errors, IReadOnlyList<ProblemLine> Warnings);

public sealed record VersionLine(long Sequence, string Version, string Origin, DateTimeOffset Time, string Author, string Note, bool IsInForce);

/// <summary>What is wrong, where; lines and columns from 1.</summary>
public sealed record ProblemLine(string File, int Line, int Column, string Path, string Problem);

/// <param name="Version">What it would be; empty when it has errors.</param>
/// <param name="Errors">Empty when it may be put in force.</param>
/// <param name="Warnings">Valid, and probably not meant.</param>
/// <param name="Replay">What it would have decided; null when it has errors or there are no records.</param>
/// <param name="Conflict">Another version came into force meanwhile: key of the text that says so; empty for none.</param>
public sealed record CandidateResult(string Version, IReadOnlyList<ProblemLine> Errors, IReadOnlyList<ProblemLine> Warnings, ReplayResult? Replay, string Conflict = "");

/// <param name="Replayed">Decisions made anew.</param>
/// <param name="Flips">Those that would be otherwise, newest first.</param>
/// <param name="NotReplayable">How many could not be made anew, by cause.</param>
/// <param name="HasMore">There are older decisions, which were not looked at.</param>
public sealed record ReplayResult(int Replayed, IReadOnlyList<FlipLine> Flips, IReadOnlyList<(string Cause, int Count)> NotReplayable, bool HasMore);

/// <param name="DecisionId">The decision.</param>
/// <param name="Time">When it was made.</param>
/// <param name="Asked">As check_input.</param>
/// <param name="Tool">Empty when there was none.</param>
/// <param name="Before">Verdict and reason then, as "allow" and "OK".</param>
/// <param name="After">Under the candidate.</param>
/// <param name="Assumed">Counters that were taken as empty.</param>
public sealed record FlipLine(string DecisionId, DateTimeOffset Time, string Asked, string Tool, (string Verdict, string Reason) Before, (string Verdict, string Reason) After, IReadOnlyList<string> Assumed);
