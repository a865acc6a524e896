using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Tools;

/// <summary>The money that a call moves, by the tool's pointers.</summary>
/// <param name="Greatest">The greatest magnitude; 0 when none.</param>
internal readonly record struct ToolMoney(decimal Greatest)
{
    /// <summary>One of the values is not zero.</summary>
    public bool Moves => Greatest != 0;

    public static ToolMoney Of(ToolDefinition tool, JsonIndex arguments)
    {
        var greatest = 0m;
        foreach (var place in tool.MoneyPlaces)
        {
            greatest = Math.Max(greatest, place.ReadAmount(arguments).Value);
        }

        return new ToolMoney(greatest);
    }
}
