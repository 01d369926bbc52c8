using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Hands;

/// <summary>
/// A person with a keyboard alone: what is wanted is reached by the Tab key, and has to show that it is reached. Nothing is clicked.
/// </summary>
internal sealed class KeyboardHand(IPage page) : Hand(page)
{
    private const int MostTabs = 300, MostChoices = 30;

    private IKeyboard Keyboard => Page.Keyboard;

    protected override async Task UseAsync(ILocator target)
    {
        await ReachAsync(target);
        await Keyboard.PressAsync("Enter");
    }

    protected override async Task WriteAsync(ILocator field, string text)
    {
        await ReachAsync(field);
        await Keyboard.PressAsync("Control+A");
        await Keyboard.TypeAsync(text);
    }

    protected override async Task SetAsync(ILocator choice, bool isChosen)
    {
        if (await choice.GetAttributeAsync("type") == "radio")
        {
            // The Tab key reaches one of the group, and the arrow keys the others.
            await ReachAsync(choice, "document.activeElement.type === 'radio' && document.activeElement.name === e.name");
            await Keyboard.PressAsync("Space");
            for (int steps = 0; !await choice.IsCheckedAsync() && steps < MostChoices; steps++)
            {
                await Keyboard.PressAsync("ArrowDown");
            }
        }
        else
        {
            await ReachAsync(choice);
            if (await choice.IsCheckedAsync() != isChosen)
            {
                await Keyboard.PressAsync("Space");
            }
        }

        await Assertions.Expect(choice).ToBeCheckedAsync(new() { Checked = isChosen });
    }

    protected override async Task SelectAsync(ILocator list, string option)
    {
        await ReachAsync(list);
        await Keyboard.PressAsync("Home");
        for (int steps = 0; await ChosenAsync(list) != option && steps < MostChoices; steps++)
        {
            await Keyboard.PressAsync("ArrowDown");
        }

        string chosen = await ChosenAsync(list);
        if (chosen != option)
        {
            throw new InvalidOperationException($"By the arrow keys the list came to '{chosen}', and not to '{option}'.");
        }
    }

    protected override async Task BringAsync(ILocator field, string file)
    {
        await ReachAsync(field);
        await Choosers.ChooseAsync(() => Keyboard.PressAsync("Space"), file);
    }

    private static Task<string> ChosenAsync(ILocator list) => list.EvaluateAsync<string>("e => e.selectedOptions[0].text");

    private async Task ReachAsync(ILocator target, string condition = "document.activeElement === e")
    {
        await Assertions.Expect(target).ToBeVisibleAsync();
        // Look it up by its name once, because a look-up goes through all names of the page.
        await using IJSHandle wanted = await target.EvaluateHandleAsync("e => e");
        for (int tabs = 0; tabs < MostTabs; tabs++)
        {
            if (await wanted.EvaluateAsync<bool>($"e => {condition}"))
            {
                bool isShown = await Page.EvaluateAsync<bool>(
                    "() => { const s = getComputedStyle(document.activeElement);"
                        + " return s.outlineStyle !== 'none' && s.outlineWidth !== '0px'; }");
                if (!isShown)
                {
                    throw new InvalidOperationException($"It is reached and does not show it: {target}");
                }

                return;
            }

            await Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"The Tab key does not reach {target} at {Page.Url}.");
    }
}
