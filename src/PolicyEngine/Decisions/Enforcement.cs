namespace AiDesk.Policy.Decisions;

/// <summary>Whether a rule binds. In <see cref="Monitor"/> its verdict is recorded and does not count.</summary>
public enum Enforcement : byte
{
    None = 0,
    Enforce = 1,
    Monitor = 2,
}
