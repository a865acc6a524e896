namespace AiDesk.Agent.Graph.Observing;

/// <summary>A number in a text.</summary>
/// <param name="Value">As it is most likely meant.</param>
/// <param name="Other">As it may be meant besides: 1.299 is 1299 in Madrid; equal to Value when there is no doubt.</param>
/// <param name="Words">As it stands there.</param>
/// <param name="Unit">What it counts.</param>
internal readonly record struct Figure(decimal Value, decimal Other, string Words, FigureUnit Unit);

internal enum FigureUnit
{
    None,
    Currency,
    Percent,
    Time,
}
