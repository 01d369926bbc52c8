using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// What the signs mean, for programs over the API. If its words were not those of verdicts, an officer would declare one thing and a
/// validator read another.
/// </summary>
[Trait("Category", "Servers")]
public class LawApiTests(SharedService shared) : IClassFixture<SharedService>
{
    [Fact]
    public async Task Law_OfEachSign_IsInTheWordsOfVerdicts()
    {
        JsonNode law = await (await shared.ClientAsync(AccessRoles.Officer)).GetAsync("law").NodeAsync();
        Assert.Equal((LawTexts.Version, LawTexts.Caveat), ((string?)law["lawTexts"], (string?)law["caveat"]));
        Assert.Equal(
            LawTexts.For(Purposes.All).Select(s => (s.Name, s.Line, s.Effect, s.Limits, s.Sources)),
            law["signs"]!.AsArray().Select(s =>
                ((string)s!["purpose"]!, (string)s["line"]!, (string)s["effect"]!, (string)s["limits"]!, (string)s["sources"]!)));
    }
}
