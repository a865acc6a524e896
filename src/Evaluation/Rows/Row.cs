namespace AiDesk.Evaluation.Rows;

/// <summary>One line of a file of JSON lines.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Id">Its own id; empty when it has none.</param>
/// <param name="Text">What is judged.</param>
/// <param name="Label">What it is known to be; "-" when it does not say.</param>
/// <param name="Language">Its language; "-" when it does not say.</param>
/// <param name="Kind">What kind of text it is; "-" when it does not say.</param>
/// <param name="Tool">The tool that it is about; null when it does not say.</param>
internal sealed record Row(int Line, string Id, string Text, string Label, string Language, string Kind, string? Tool)
{
    /// <summary>Where it was taken from; null when it does not say.</summary>
    public string? Source { get; init; }

    /// <summary>Under which licence; null when it does not say.</summary>
    public string? Licence { get; init; }
}

/// <summary>A line that could not be checked, and why. Its text is where editors can jump to.</summary>
internal sealed record RowFault(string File, int Line, int Column, string Problem)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Problem}";
}

/// <summary>A row, or the fault of a line that holds none.</summary>
internal readonly record struct RowOrFault(Row? Row, RowFault? Fault);
