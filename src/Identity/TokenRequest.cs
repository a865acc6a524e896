namespace AiDesk.Identity;

/// <summary>What a minted token says.</summary>
internal sealed record TokenRequest
{
    /// <summary><see cref="TokenMinter.Mint"/> refuses what <see cref="TenantId"/> does.</summary>
    public required string Tenant { get; init; }

    /// <summary>At least one.</summary>
    public required PrincipalRoles Roles { get; init; }

    /// <summary>1 to 256 characters.</summary>
    public string Subject { get; init; } = "developer";

    /// <summary>For people to read; empty for none.</summary>
    public string Name { get; init; } = "";

    public string Audience { get; init; } = "aidesk-policy";

    /// <summary>Empty for none.</summary>
    public string Department { get; init; } = "";

    /// <summary>1 second to 24 hours.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);
}
