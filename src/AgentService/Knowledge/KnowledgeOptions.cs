namespace AiDesk.Agent.Knowledge;

/// <summary>Where knowledge may be read from.</summary>
/// <param name="Folder">Has one folder for each tenant, by its id; sources of kind FOLDER lie below it.</param>
/// <param name="Hosts">Besides loopback, from which sources of kind URL are read.</param>
internal sealed record KnowledgeOptions(string Folder, IReadOnlyList<string> Hosts)
{
    /// <summary>A tenant's id is a file name by its own rule.</summary>
    public string FolderOf(string tenant) => Path.Combine(Folder, tenant);
}
