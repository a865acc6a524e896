namespace AiDesk.Policy.Leaks;

/// <summary>The tenant's system prompts, indexed for overlap with a reply.</summary>
public sealed partial class PromptIndex
{
    public static PromptIndex Empty { get; } = new();
}
