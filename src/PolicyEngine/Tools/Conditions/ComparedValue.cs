using System.Text;

namespace AiDesk.Policy.Tools.Conditions;

internal enum ComparedType : byte
{
    Text,
    Number,
    Switch,
}

/// <summary>A value that a policy compares with. Numbers are equal by value: 10, 10.0 and 1e1 are one.</summary>
/// <param name="Type">Which of the others counts.</param>
/// <param name="Text">UTF-8 of a text; true or false of a switch.</param>
/// <param name="Number">Null unless it is one.</param>
internal sealed record ComparedValue(ComparedType Type, byte[] Text, PolicyNumber? Number)
{
    public static ComparedValue Of(string text) => new(ComparedType.Text, Encoding.UTF8.GetBytes(text), null);

    public static ComparedValue Of(PolicyNumber number) => new(ComparedType.Number, [], number);

    public static ComparedValue Of(bool either) => new(ComparedType.Switch, either ? "true"u8.ToArray() : "false"u8.ToArray(), null);
}
