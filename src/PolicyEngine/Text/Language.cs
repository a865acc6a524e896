namespace AiDesk.Policy.Text;

/// <summary>The languages that people are addressed in.</summary>
public enum Language : byte
{
    En,
    Es,
    Fr,
    De,
    It,
    Pt,
    Nl,
}
