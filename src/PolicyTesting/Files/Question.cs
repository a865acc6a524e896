using System.Collections.Immutable;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Risk;

namespace AiDesk.Policy.Testing.Files;

/// <summary>What a test asks the policy.</summary>
internal abstract record Question
{
    /// <summary>As the file names it: <c>tool_call</c>.</summary>
    public abstract string Kind { get; }
}

/// <summary>May this message, and these texts, reach the model?</summary>
internal sealed record InputQuestion : Question
{
    public override string Kind => "input";

    public TestText? Message { get; init; }

    /// <summary>Empty for a new message each time.</summary>
    public string MessageId { get; init; } = "";

    public bool WrittenByAgent { get; init; }

    public ImmutableArray<UntrustedItem> Untrusted { get; init; } = [];

    public int EstimatedOutputTokens { get; init; }
}

internal sealed record UntrustedItem(string Id, TextOrigin Origin, TestText Text);

/// <summary>May this tool run, with these arguments, now?</summary>
internal sealed record ToolCallQuestion : Question
{
    public override string Kind => "tool_call";

    public required string Tool { get; init; }

    /// <summary>JSON; or what should have been.</summary>
    public string Arguments { get; init; } = "";

    public RiskLevel DeclaredRisk { get; init; }

    public ImmutableArray<Amount> Cost { get; init; } = [];

    public string Subject { get; init; } = "";

    /// <summary>Empty for a new call each time.</summary>
    public string CallId { get; init; } = "";
}

/// <summary>What of this output may the model see?</summary>
internal sealed record ToolOutputQuestion : Question
{
    public override string Kind => "tool_output";

    public required string Tool { get; init; }

    /// <summary>JSON; or what should have been.</summary>
    public string Output { get; init; } = "";

    /// <summary>Null when the tool did not fail.</summary>
    public ToolFailure? Error { get; init; }
}

/// <summary>May this reply leave?</summary>
internal sealed record OutputQuestion : Question
{
    public override string Kind => "output";

    public required TestText Text { get; init; }

    public bool WrittenByHuman { get; init; }
}
