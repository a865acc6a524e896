using AiDesk.Policy.Service.Counters;

namespace AiDesk.Policy.Service.Tests.Counters;

public sealed class InMemoryRateTests : RateConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => new InMemoryCounterStore(clock);
}

public sealed class InMemoryEventTests : EventConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => new InMemoryCounterStore(clock);
}

public sealed class InMemoryMarkTests : MarkConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => new InMemoryCounterStore(clock);
}

public sealed class InMemoryRequestTests : RequestConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => new InMemoryCounterStore(clock);
}

public sealed class InMemoryBudgetTests : BudgetConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => new InMemoryCounterStore(clock);
}

public sealed class InMemorySettleTests : SettleConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => new InMemoryCounterStore(clock);
}

public sealed class InMemoryVectorTests : VectorConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => new InMemoryCounterStore(clock);
}

public sealed class InMemoryInputTests : InputConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => new InMemoryCounterStore(clock);
}

public sealed class InMemoryMemberTests : MemberConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => new InMemoryCounterStore(clock);
}

public sealed class InMemoryRefundTests : RefundConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => new InMemoryCounterStore(clock);
}

public sealed class InMemoryStrikeResetTests : StrikeResetConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => new InMemoryCounterStore(clock);
}

public sealed class InMemorySpentTests : SpentConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => new InMemoryCounterStore(clock);
}
