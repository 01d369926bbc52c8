using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Hands;

/// <summary>In what manner a person uses the pages.</summary>
/// <param name="Name">Its name, for files.</param>
/// <param name="HasScript">Whether the browser runs scripts. Without them, password and code stand in place of passkeys.</param>
/// <param name="Of">The hand for a page.</param>
internal sealed record Manner(string Name, bool HasScript, Func<IPage, Hand> Of)
{
    /// <summary>By mouse.</summary>
    public static Manner Mouse { get; } = new("mouse", true, p => new MouseHand(p));

    /// <summary>By keyboard alone.</summary>
    public static Manner Keyboard { get; } = new("keyboard", true, p => new KeyboardHand(p));

    /// <summary>By mouse, in a browser that runs no script.</summary>
    public static Manner NoScript { get; } = new("no-script", false, p => new MouseHand(p));
}
