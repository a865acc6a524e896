using AiDesk.Policy.Checks;

namespace AiDesk.Policy.Decisions;

/// <summary>What one detector saw.</summary>
/// <param name="Code">Stable name of what was seen, as <c>injection.override</c>.</param>
/// <param name="Check">The check that saw it.</param>
/// <param name="Severity">What this finding alone asks for; <see cref="Verdict.Allow"/> for a warning.</param>
/// <param name="Reason">The reason it gives when it decides.</param>
public readonly record struct Finding(string Code, CheckKind Check, Verdict Severity, Reason Reason)
{
    /// <summary>How sure the detector is, 0 to 1.</summary>
    public double Score { get; init; } = 1;

    /// <summary>First UTF-16 unit of the place in <see cref="Field"/>; -1 when it is not a place in a text.</summary>
    public int Start { get; init; } = -1;

    /// <summary>First UTF-16 unit after the place. The wire's spans are code points: the mapper converts.</summary>
    public int End { get; init; } = -1;

    /// <summary>The text it was seen in: <c>message.text</c>, <c>untrusted[2].text</c>, <c>text</c>, or a JSON pointer.</summary>
    public string Field { get; init; } = "";

    /// <summary>The view that uncovered it, as <c>base64</c>; empty for the text as it came.</summary>
    public string Transform { get; init; } = "";

    /// <summary>For operators, in English; it quotes no text of a person.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The rule is in monitor: the finding is recorded and does not bind.</summary>
    public bool Monitored { get; init; }
}
