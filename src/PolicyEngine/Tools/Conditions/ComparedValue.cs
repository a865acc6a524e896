using System.Globalization;

namespace AiDesk.Policy.Tools.Conditions;

internal enum ComparedType : byte
{
    Text,
    Number,
    Switch,
}

/// <summary>A value that a policy compares with. Numbers are equal by value: 10 and 10.0 are one.</summary>
internal readonly record struct ComparedValue(ComparedType Type, string Text, decimal Number, bool Switch)
{
    public static ComparedValue Of(string text) => new(ComparedType.Text, text, 0, false);

    public static ComparedValue Of(decimal number) => new(ComparedType.Number, number.ToString(CultureInfo.InvariantCulture), number, false);

    public static ComparedValue Of(bool either) => new(ComparedType.Switch, either ? "true" : "false", 0, either);
}
