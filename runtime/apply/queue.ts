/** First in, first out, at constant cost. */
export interface Queue<Item> {
  push(item: Item): void;
  first(): Item | undefined;
  shift(): void;
}

const COMPACT_AT = 1024;

export function createQueue<Item>(): Queue<Item> {
  let items: Item[] = [];
  let head = 0;
  return {
    push: (item) => void items.push(item),
    first: () => items[head],
    shift: () => {
      head++;
      if (head < COMPACT_AT || head * 2 < items.length) return;
      items = items.slice(head);
      head = 0;
    },
  };
}
