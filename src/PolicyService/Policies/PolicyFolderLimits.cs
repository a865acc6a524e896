namespace AiDesk.Policy.Service.Policies;

/// <summary>What is read of a policies directory at most.</summary>
internal static class PolicyFolderLimits
{
    /// <summary>Bytes of one file.</summary>
    public const int FileBytes = 1 << 20;

    /// <summary>Files of one tenant.</summary>
    public const int Files = 64;

    /// <summary>Bytes of one tenant's files together.</summary>
    public const int TenantBytes = 8 << 20;

    /// <summary>Folders within a tenant's folder.</summary>
    public const int Depth = 4;

    /// <summary>Tenants of one directory.</summary>
    public const int Tenants = 10_000;

    /// <summary>Symbolic links that one path may lead through.</summary>
    public const int Links = 40;
}
