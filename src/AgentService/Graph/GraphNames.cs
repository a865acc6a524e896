namespace AiDesk.Agent.Graph;

/// <summary>Nodes of the graph, as they are stored with decisions and model calls.</summary>
internal static class GraphNames
{
    public const string Intake = "intake";
    public const string Vendor = "vendor";
    public const string Tools = "tools";
    public const string Observer = "observer";
    public const string Refiner = "refiner";
    public const string Guard = "guard";
}
