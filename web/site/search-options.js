// How pages are searched; the same where the index is made and where it is read.
export const searchOptions = {
  fields: ['title', 'text'],
  storeFields: ['title'],
  searchOptions: { boost: { title: 5 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' },
};
