namespace AiDesk.Policy;

/// <summary>
/// The engine's front door. Each check is asked in two steps with one counter round trip between: Inspect finds what the text or the call itself shows
/// and plans the counter operations; Decide turns findings and readings into the verdict. Synchronous, pure, and without exceptions on any input.
/// </summary>
public static partial class PolicyEngine
{
}
