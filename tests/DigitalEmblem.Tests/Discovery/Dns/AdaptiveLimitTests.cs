using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Discovery.Dns;

/// <summary>
/// How many questions a resolver is given at once. If one fails, a sweep drowns a resolver, or crawls before one that could do more.
/// </summary>
public class AdaptiveLimitTests
{
    [Property]
    public Property Add_AnyAnswers_StaysBetweenOneAndTheMost() => Prop.ForAll(
        Arb.From(
            from most in Gen.Choose(1, 600)
            from answers in Gen.ListOf(Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false))), 2000)
            select (most, answers)),
        t =>
        {
            var limit = new AdaptiveLimit(t.most, adapts: true);
            foreach (bool answered in t.answers)
            {
                int before = limit.Value;
                limit.Add(answered);
                Assert.InRange(limit.Value, 1, t.most);
                // Never more than a step up, never less than half.
                Assert.InRange(limit.Value, Math.Max(1, before / 2), before + AdaptiveLimit.Step);
            }
        });

    [Fact]
    public void Add_EveryAnswerAFailure_FallsToOneByHalves()
    {
        var limit = new AdaptiveLimit(512, adapts: true);
        var seen = new List<int> { limit.Value };
        for (int i = 0; i < 2000; i++)
        {
            limit.Add(answered: false);
            if (limit.Value != seen[^1])
            {
                seen.Add(limit.Value);
            }
        }

        Assert.Equal([128, 64, 32, 16, 8, 4, 2, 1], seen);
    }

    [Fact]
    public void Add_FailuresOfOneRound_HalveItOnce()
    {
        var limit = new AdaptiveLimit(512, adapts: true);
        // Everything that was under way fails: the resolver was told to slow down once, and not once for each.
        for (int i = 0; i < AdaptiveLimit.First; i++)
        {
            limit.Add(answered: false);
        }

        Assert.Equal(AdaptiveLimit.First / 2, limit.Value);
    }

    [Fact]
    public void Add_ResolverRecovers_GrowsToTheMostAgain()
    {
        var limit = new AdaptiveLimit(200, adapts: true);
        for (int i = 0; i < 3000; i++)
        {
            limit.Add(answered: false);
        }

        for (int i = 0; i < 100_000; i++)
        {
            limit.Add(answered: true);
        }

        Assert.Equal(200, limit.Value);
    }

    [Fact]
    public void Add_NamesThatFailEverywhere_DoNotSlowTheSweep()
    {
        // Two of a hundred zones are broken.
        var limit = new AdaptiveLimit(300, adapts: true);
        for (int i = 0; i < 100_000; i++)
        {
            limit.Add(i % 50 != 0);
        }

        Assert.Equal(300, limit.Value);
    }

    [Property]
    public Property RateLimit_AnyMoments_NeverMoreThanAllowedAndALittle() => Prop.ForAll(
        Arb.From(from perSecond in Gen.Choose(1, 5000) from steps in Gen.ListOf(Gen.Choose(0, 40), 300) select (perSecond, steps)), t =>
        {
            var clock = new StepClock();
            var limit = new RateLimit(t.perSecond, clock);
            var moments = new List<double>();
            foreach (int step in t.steps)
            {
                clock.Advance(TimeSpan.FromMilliseconds(step));
                moments.Add(clock.Milliseconds + limit.Next().TotalMilliseconds);
            }

            // In any second: what is allowed, and what may have been saved up in the 20 ms before.
            for (int i = 0; i < moments.Count; i++)
            {
                int within = moments.Skip(i).TakeWhile(m => m < moments[i] + 1000).Count();
                Assert.True(within <= t.perSecond + (t.perSecond / 50) + 2, $"{within} within a second, {t.perSecond} allowed");
            }
        });

    private sealed class StepClock : TimeProvider
    {
        private long _ticks;

        public double Milliseconds => _ticks / (double)TimeSpan.TicksPerMillisecond;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
