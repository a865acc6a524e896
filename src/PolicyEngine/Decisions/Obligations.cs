namespace AiDesk.Policy.Decisions;

/// <summary>What a caller must do besides obeying the verdict. Bit n is value n of the wire's <c>Obligation</c>.</summary>
[Flags]
public enum Obligations : byte
{
    None = 0,
    TransferToHuman = 1 << 1,
    PostReview = 1 << 2,
    NotifyStakeholders = 1 << 3,
    AddNotice = 1 << 4,
    Redact = 1 << 5,
    EndSession = 1 << 6,
}
