namespace AiDesk.Tests.Protos;

public sealed class TenantNamesTests
{
    [Theory]
    [InlineData("tenant")]
    [InlineData("tenant_id")]
    [InlineData("tenantId")]
    [InlineData("TENANT_ID")]
    [InlineData("for_tenant")]
    [InlineData("org")]
    [InlineData("org_id")]
    [InlineData("organization_name")]
    [InlineData("account")]
    [InlineData("billing_account_id")]
    [InlineData("workspaceId")]
    [InlineData("customer_id")]
    [InlineData("customerId")]
    [InlineData("client_id")]
    [InlineData("x-tenant-id")]
    public void CouldName_NameOfATenant_IsSeen(string name) => TenantNames.CouldName(name).ShouldBeTrue();

    [Theory]
    [InlineData("session_id")]
    [InlineData("user_id")]
    [InlineData("client_ip")]
    [InlineData("organic")]
    [InlineData("accountable")]
    [InlineData("decision_id")]
    public void CouldName_AnotherName_IsNot(string name) => TenantNames.CouldName(name).ShouldBeFalse();
}
