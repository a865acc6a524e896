using AiDesk.Postgres.Cluster;

namespace AiDesk.Agent;

public static partial class DeskVerification
{
    /// <summary>Connection string of the private server of a state folder, which answers while its desk runs; null when there is none.</summary>
    public static Task<string?> PrivateServerAsync(string stateDirectory) => PrivateCluster.FindAsync(stateDirectory);
}
