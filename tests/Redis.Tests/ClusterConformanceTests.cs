using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Stores;

namespace AiDesk.Redis.Tests;

[Collection(RedisCollection.Name)]
public sealed class ClusterRateTests(ClusterFixture cluster) : RateConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => cluster.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class ClusterEventTests(ClusterFixture cluster) : EventConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => cluster.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class ClusterMarkTests(ClusterFixture cluster) : MarkConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => cluster.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class ClusterRequestTests(ClusterFixture cluster) : RequestConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => cluster.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class ClusterBudgetTests(ClusterFixture cluster) : BudgetConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => cluster.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class ClusterSettleTests(ClusterFixture cluster) : SettleConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => cluster.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class ClusterVectorTests(ClusterFixture cluster) : VectorConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => cluster.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class ClusterInputTests(ClusterFixture cluster) : InputConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => cluster.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class ClusterMemberTests(ClusterFixture cluster) : MemberConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => cluster.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class ClusterRefundTests(ClusterFixture cluster) : RefundConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => cluster.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class ClusterStrikeResetTests(ClusterFixture cluster) : StrikeResetConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => cluster.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class ClusterSpentTests(ClusterFixture cluster) : SpentConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => cluster.CreateStore(clock);
}
