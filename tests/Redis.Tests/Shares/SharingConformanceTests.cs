using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Stores;

namespace AiDesk.Redis.Tests.Shares;

[Collection(RedisCollection.Name)]
public sealed class SharingRateTests(RedisFixture redis) : RateConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => WithShares.Create(redis, clock);
}

[Collection(RedisCollection.Name)]
public sealed class SharingEventTests(RedisFixture redis) : EventConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => WithShares.Create(redis, clock);
}

[Collection(RedisCollection.Name)]
public sealed class SharingMarkTests(RedisFixture redis) : MarkConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => WithShares.Create(redis, clock);
}

[Collection(RedisCollection.Name)]
public sealed class SharingRequestTests(RedisFixture redis) : RequestConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => WithShares.Create(redis, clock);
}

[Collection(RedisCollection.Name)]
public sealed class SharingBudgetTests(RedisFixture redis) : BudgetConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => WithShares.Create(redis, clock);
}

[Collection(RedisCollection.Name)]
public sealed class SharingSettleTests(RedisFixture redis) : SettleConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => WithShares.Create(redis, clock);
}

[Collection(RedisCollection.Name)]
public sealed class SharingVectorTests(RedisFixture redis) : VectorConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => WithShares.Create(redis, clock);
}

[Collection(RedisCollection.Name)]
public sealed class SharingInputTests(RedisFixture redis) : InputConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => WithShares.Create(redis, clock);
}

[Collection(RedisCollection.Name)]
public sealed class SharingMemberTests(RedisFixture redis) : MemberConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => WithShares.Create(redis, clock);
}

[Collection(RedisCollection.Name)]
public sealed class SharingRefundTests(RedisFixture redis) : RefundConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => WithShares.Create(redis, clock);
}

[Collection(RedisCollection.Name)]
public sealed class SharingStrikeResetTests(RedisFixture redis) : StrikeResetConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => WithShares.Create(redis, clock);
}

[Collection(RedisCollection.Name)]
public sealed class SharingSpentTests(RedisFixture redis) : SpentConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => WithShares.Create(redis, clock);
}
