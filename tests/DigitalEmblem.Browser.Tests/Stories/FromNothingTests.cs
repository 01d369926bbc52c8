using DigitalEmblem.Browser.Tests.Hands;
using Xunit;

namespace DigitalEmblem.Browser.Tests.Stories;

/// <summary>
/// The whole way by the pages, in real browsers, over real servers. When these fail, an organization that does at the pages what the pages
/// say gets no emblem that others believe, does not see it renewed, or does not get rid of it; or a person who has no mouse, or a browser
/// without scripts, cannot do it. Pictures of a failure are left in artifacts/stories.
/// </summary>
public sealed class FromNothingTests : IAsyncLifetime
{
    private Chromium _browser = null!;
    private StoryWorld _world = null!;

    public async Task InitializeAsync() => (_browser, _world) = (await Chromium.StartAsync(), await StoryWorld.StartAsync());

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        await _browser.DisposeAsync();
    }

    [Fact]
    public Task ByMouse_FromSetUpToMarked_Renewed_AndWithdrawn() => RequireAsync(Manner.Mouse);

    [Fact]
    [Trait("Category", "Pages")]
    public Task ByKeyboardAlone_FromSetUpToMarked_Renewed_AndWithdrawn() => RequireAsync(Manner.Keyboard);

    [Fact]
    [Trait("Category", "Pages")]
    public Task WithoutScripts_FromSetUpToMarked_Renewed_AndWithdrawn() => RequireAsync(Manner.NoScript);

    private async Task RequireAsync(Manner manner)
    {
        await using var cast = new Cast(_browser, manner);
        var story = new Story(_world, cast);
        await cast.PlayAsync("from-nothing", async () =>
        {
            await story.SetUpAsync();
            await story.EndorseAsync();
            await story.MarkAsync();
            await story.RenewAsync();
            await story.WithdrawAsync();
            await RequireRefusedAsync(story);
        });
        Assert.Empty(cast.Complaints);
        foreach (IssuerWithPages service in new[] { _world.Society, _world.Authority })
        {
            Assert.Contains("The journal is as it was written", await service.CommandAsync("journal", "verify"), StringComparison.Ordinal);
        }
    }

    /// <summary>Each role, and what it may not: the page says which role may, and nothing was changed.</summary>
    private static async Task RequireRefusedAsync(Story story)
    {
        foreach ((string person, string path, string may) in new[]
        {
            ("ida", "/assets/add", "officer"),
            ("ida", "/assets/withdraw", "officer"),
            ("olga", "/zones/add", "administrator"),
            ("olga", "/keys/add", "administrator"),
            ("olga", "/journal", "administrator, auditor"),
            ("anna", "/people/invite", "administrator"),
            ("ben", "/assets/import", "officer"),
            ("vera", "/people/invite", "administrator"),
            ("vera", "/requests/add", "administrator"),
            ("adam", "/assets/add", "officer"),
        })
        {
            Hand hand = story.People[person];
            Assert.Equal(403, await hand.OpenAsync(new Uri(new Uri(hand.Page.Url), path).AbsoluteUri));
            await hand.SeesHeadingAsync("Your role does not allow this");
            await hand.SeesAsync($"This is for: {may}. Nothing was changed.");
        }
    }
}
