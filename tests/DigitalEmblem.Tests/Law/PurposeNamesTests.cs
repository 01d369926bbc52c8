using Xunit;

namespace DigitalEmblem.Tests.Law;

/// <summary>If a name is read as another purpose, a policy asks for another sign than its author wrote.</summary>
public class PurposeNamesTests
{
    [Fact]
    public void All_FiveBits_EachOnceAndInOrder()
    {
        Assert.Equal(
            ["protective", "indicative", "dangerous-forces", "civil-defence", "cultural-property"], PurposeNames.All);
        Assert.Empty(PurposeNames.Of(Purposes.None));
        Assert.Equal("protective, cultural-property", PurposeNames.Joined(Purposes.Protective | Purposes.CulturalProperty));
    }

    [Fact]
    public void Names_EachPurpose_RoundTrip()
    {
        foreach (int bit in (int[])[1, 2, 4, 8, 16])
        {
            var purpose = (Purposes)bit;
            Assert.True(PurposeNames.TryParse(Assert.Single(PurposeNames.Of(purpose)), out Purposes read));
            Assert.Equal(purpose, read);
        }

        Assert.False(PurposeNames.TryParse("Protective", out _));
        Assert.False(PurposeNames.TryParse(null, out _));
    }
}
