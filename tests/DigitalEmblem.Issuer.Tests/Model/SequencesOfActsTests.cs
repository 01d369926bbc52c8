using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace DigitalEmblem.Issuer.Tests.Model;

/// <summary>
/// Ordinary acts in any order. If one of these fails, some sequence of what officers and authorities do every year takes a valid emblem
/// away, or has DNS, well-known resource and watch tell different things.
/// </summary>
[Trait("Category", "Faults")]
public class SequencesOfActsTests(ITestOutputHelper output)
{
    private const int Steps = 40;

    // DIGITALEMBLEM_SEQUENCES runs more of them; each is repeated by its number.
    private static readonly int Sequences =
        int.TryParse(Environment.GetEnvironmentVariable("DIGITALEMBLEM_SEQUENCES"), CultureInfo.InvariantCulture, out int wanted)
            ? wanted
            : 8;

    public static TheoryData<int> Numbers => [.. Enumerable.Range(1, Sequences)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Sets_AfterEachAct_AreMarked_AndAllTellTheSame(int number)
    {
        await using ModelWorld world = await ModelWorld.StartAsync(number);
        try
        {
            for (int i = 0; i < Steps; i++)
            {
                await world.StepAsync();
            }

            await world.CheckCompromisesEndAsync();
            await world.CheckJournalAsync();
        }
        catch (Exception)
        {
            output.WriteLine(string.Join('\n', world.Steps));
            throw;
        }

        output.WriteLine($"{Steps} acts, {world.Refused} refused, {world.Lived.TotalDays:0} days");
    }
}
