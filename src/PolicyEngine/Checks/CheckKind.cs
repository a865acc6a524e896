namespace AiDesk.Policy.Checks;

/// <summary>The checks there are. The name on the wire is the member's name in snake_case: <see cref="CheckCatalog"/>.</summary>
public enum CheckKind : byte
{
    KillSwitch,
    Shape,
    Injection,
    ForbiddenWords,
    Limits,
    Duplicates,
    Strikes,
    Budgets,
    ToolAccess,
    Arguments,
    Provenance,
    ActiveHours,
    Reviews,
    Sector,
    Risk,
    Taint,
    OutputFields,
    Leaks,
    PromptOverlap,
    HiddenValues,
    OneMessage,
    Request,
}
