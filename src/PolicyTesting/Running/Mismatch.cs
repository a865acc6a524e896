namespace AiDesk.Policy.Testing.Running;

/// <summary>One thing that came out other than expected.</summary>
/// <param name="What">As <c>verdict</c>, <c>message</c>.</param>
/// <param name="Expected">What the test says.</param>
/// <param name="Actual">What it was.</param>
internal readonly record struct Mismatch(string What, string Expected, string Actual);
