namespace AiDesk.Agent.Tools.Crm;

/// <summary>An account of the conversation's contact; another's is not found.</summary>
internal sealed record AccountRow(string AccountId, string KycNote)
{
    public static async Task<AccountRow> FindAsync(ToolWork work, string account, CancellationToken cancellationToken) => await work.FirstAsync<AccountRow>(
        """SELECT account_id AS "AccountId", kyc_note AS "KycNote" FROM desk.accounts WHERE tenant_id = @tenant AND account_id = @account AND contact_id = @Contact""",
        new { account, work.Contact },
        cancellationToken).ConfigureAwait(false) ?? throw ToolFailedException.NotFound("account");
}
