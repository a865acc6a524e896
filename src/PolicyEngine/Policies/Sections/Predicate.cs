using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>A comparison that has been read and is compiled once it is known which way it may move a verdict.</summary>
/// <param name="Compile">The argument says whether the condition may make a verdict milder: a value that cannot be compared then does not hold, else it does.</param>
/// <param name="IsClaimed">Only the caller's word stands behind it.</param>
internal sealed record Predicate(Func<bool, Condition> Compile, bool IsClaimed);
